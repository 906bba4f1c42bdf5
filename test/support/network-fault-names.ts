/** What can happen on the way to the service, by the names that the report has. */
export const NETWORK = {
	refused: 'connection refused',
	unknownHost: 'host name unknown to DNS',
	unknownAuthority: 'certificate of an unknown authority',
	expired: 'certificate that has expired',
	otherHost: 'certificate for another host name',
	endless: 'answer of 100 MB',
	stalledUpload: 'upload that stalls',
} as const;
