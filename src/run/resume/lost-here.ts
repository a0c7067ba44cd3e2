/** Of a command that may have run on this machine, which keeps no evidence as a host does. */
export const lostHereSentence =
  'aeon-run was stopped while this ran on this machine, and how it ended is not known: look what it has done before you run it again';
