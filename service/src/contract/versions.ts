/** What differs between the API's versions before the answer is formed. */
export interface VersionDefaults {
	limit: number;
	maxLimit: number;
	/** 0..100 */
	threshold: number;
}

export type ApiVersion = 'v1.0' | 'v2';

/** Tables 4-1 and 4-4 of the reference; v2's highest limit is the official SDK's. */
export const versionDefaults: Record<ApiVersion, VersionDefaults> = {
	'v1.0': { limit: 30, maxLimit: Number.MAX_SAFE_INTEGER, threshold: 0 },
	v2: { limit: 50, maxLimit: 150, threshold: 60 },
};
