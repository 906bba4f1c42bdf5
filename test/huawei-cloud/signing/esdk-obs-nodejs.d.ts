declare module 'esdk-obs-nodejs' {
	interface ClientOptions {
		access_key_id: string;
		secret_access_key: string;
		security_token?: string;
		server: string;
	}
	interface SignedUrlOptions {
		Method: string;
		Bucket: string;
		Key: string;
		Expires: number;
	}
	export default class ObsClient {
		constructor(options: ClientOptions);
		createSignedUrlSync(options: SignedUrlOptions): { SignedUrl: string };
		close(): void;
	}
}
