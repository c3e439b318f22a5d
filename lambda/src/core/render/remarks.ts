// What messages say that is unusual about them.

/** For a log file that was read because a digest file lists it, not after its notification. */
export const READ_LATE = 'read late';

/** For a message that may have been posted before: the answer of its destination was lost, or the invocation ended too early. */
export const MAY_REPEAT = 'May be a repetition: it is not known whether this message was posted before';
