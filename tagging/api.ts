/** Versions of the Image Tagging API, by the names that saved workflows hold. */
export type ApiVersion = 'v2' | 'v1.0';

export type Language = 'en' | 'zh';

/** Stands in a v2 path for the project ID, which the credential fills in when it signs. */
const PROJECT_ID_IN_PATH = '{project_id}';

/** Path of the tagging call below the Image Recognition endpoint (API reference, 4.1 and 4.2). */
export const TAGGING_PATH: Readonly<Record<ApiVersion, string>> = {
	'v1.0': '/v1.0/image/tagging',
	v2: `/v2/${PROJECT_ID_IN_PATH}/image/tagging`,
};

export interface LocalizedText {
	en?: string;
	zh?: string;
}

/** Pixels of the picture, from its top left corner. */
export interface BoundingBox {
	top_left_x: number;
	top_left_y: number;
	width: number;
	height: number;
}

export interface TagInstance {
	/** 0 to 100. */
	confidence: number;
	bounding_box: BoundingBox;
}

/** A tag of either API version, in one shape: confidences are numbers, missing lists are empty. */
export interface Tag {
	tag: string;
	type: string;
	/** 0 to 100. */
	confidence: number;
	i18n_tag: LocalizedText;
	i18n_type?: LocalizedText;
	instances: TagInstance[];
}
