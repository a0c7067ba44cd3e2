/** How the controller is called where a host would be named: no host has a blank in its name. */
export const thisMachine = 'this machine';
