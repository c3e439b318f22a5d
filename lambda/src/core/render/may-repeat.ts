/** Said in a message that may have been posted before: the answer of its destination was lost, or the invocation ended too early. */
export const MAY_REPEAT = 'May be a repetition: it is not known whether this message was posted before';
