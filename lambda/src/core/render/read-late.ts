// What messages say about a log file that was read because a digest file lists it, not after its notification.

export const READ_LATE = 'read late';
