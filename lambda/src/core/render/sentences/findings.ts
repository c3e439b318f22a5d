// Phrases for what the function finds out from CloudTrail's digest files, and for the test of its destinations. Data only; see `phrase.ts`.

import type { Phrases } from './phrase.ts';

const ABOUT = 'additionalEventData';
const IN_THAT_TIME = `[: {${ABOUT}.count}][, from {${ABOUT}.from} to {${ABOUT}.until}]`;

export const FINDING_PHRASES: Phrases = {
  'cloudtrail-to-slack': {
    LogFileMissing: `found that <log file {${ABOUT}.key}> is missing[ from bucket {${ABOUT}.bucketName}]`,
    LogFileAltered: `found that <log file {${ABOUT}.key}> was altered[ in bucket {${ABOUT}.bucketName}]`,
    DigestMissing: `found that digest files are missing${IN_THAT_TIME}`,
    DigestInvalid: `found that <digest file {${ABOUT}.key}> is invalid[: {${ABOUT}.reason}]`,
    DigestsNotVerified: `found that the digest files of <region {awsRegion}> cannot be verified[: {${ABOUT}.reason}]`,
    LogFilesRemoved: `found that log files were removed after they were read[, such as {${ABOUT}.key}]${IN_THAT_TIME}`,
    LogFilesUnlisted: `found log files that no digest file lists[, such as {${ABOUT}.key}]${IN_THAT_TIME}`,
    LogFilesReadLate: `read log files without a notification late${IN_THAT_TIME}`,
    AccountWentDark: `received no digest files of <region {${ABOUT}.regions.*}>[ since {${ABOUT}.lastDigestEndTime}]`,
    DigestsNotArriving: 'received no verified digest files of any account for more than three hours',
    AccountCameBack: `received digest files of <region {${ABOUT}.regions.*}> again[, after a silence since {${ABOUT}.lastDigestEndTime}]`,
    DestinationsTested: 'sent a test message',
  },
};
