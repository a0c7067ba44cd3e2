/** A controller that was stopped for a while finds its deadlines over before it reads what came in time: it reads first. */
export const lateReadsMs = 100;
