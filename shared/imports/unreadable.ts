/** A file that somebody brought cannot be read; the message says where, and what to do. */
export class Unreadable extends Error {}
