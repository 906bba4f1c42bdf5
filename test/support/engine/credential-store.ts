import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	ICredentialsHelper,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
} from 'n8n-workflow';

export interface StoredCredential {
	type: string;
	data: ICredentialDataDecryptedObject;
}

/** Credentials by ID, shared between engines as n8n's database shares them between workers. */
export type CredentialStore = Map<string, StoredCredential>;

/**
 * What n8n's own CredentialsHelper does, over a map instead of the database: decrypted data is a
 * fresh copy for every request, and what preAuthentication returns is merged and saved.
 */
export function credentialsHelper(
	store: CredentialStore,
	types: Map<string, ICredentialType>,
): ICredentialsHelper {
	const typeOf = (name: string): ICredentialType => {
		const type = types.get(name);
		if (!type) throw new Error(`No credential type "${name}" in this engine`);
		return type;
	};
	const stored = (details: INodeCredentialsDetails): StoredCredential => {
		const credential = store.get(details.id ?? '') ?? store.get(details.name);
		if (!credential) throw new Error(`No credential "${details.name}" in this engine's store`);
		return credential;
	};

	const helper = {
		getParentTypes: () => [],
		isCredentialUsableByNode: () => true,
		getCredentialsProperties: (name: string) => typeOf(name).properties,
		async authenticate(
			credentials: ICredentialDataDecryptedObject,
			typeName: string,
			options: IHttpRequestOptions,
		) {
			const { authenticate } = typeOf(typeName);
			return typeof authenticate === 'function'
				? await authenticate(credentials, options)
				: options;
		},
		async preAuthentication(
			helpers: IHttpRequestHelper,
			credentials: ICredentialDataDecryptedObject,
			typeName: string,
			node: INode,
			credentialsExpired: boolean,
		) {
			const type = typeOf(typeName);
			const expirable = type.properties.find(
				({ type: kind, typeOptions }) => kind === 'hidden' && typeOptions?.expirable === true,
			);
			if (!expirable || !type.preAuthentication) return undefined;
			if (credentials[expirable.name] !== '' && !credentialsExpired) return undefined;
			const output = (await type.preAuthentication.call(
				helpers,
				credentials,
			)) as ICredentialDataDecryptedObject;
			const details = node.credentials?.[typeName];
			if (output[expirable.name] === undefined || !details) return undefined;
			Object.assign(stored(details).data, output);
			return Object.assign(credentials, output);
		},
		async runPreAuthentication() {
			return undefined;
		},
		async getCredentials() {
			throw new Error('The engine keeps its credentials decrypted: use getDecrypted');
		},
		async getDecrypted(
			_additionalData: unknown,
			details: INodeCredentialsDetails,
			typeName: string,
		) {
			const defaults = Object.fromEntries(
				typeOf(typeName).properties.map((property) => [property.name, property.default]),
			);
			return { ...defaults, ...structuredClone(stored(details).data) };
		},
		async updateCredentials(
			details: INodeCredentialsDetails,
			_type: string,
			data: ICredentialDataDecryptedObject,
		) {
			stored(details).data = data;
		},
		async updateCredentialsOauthTokenData() {},
	};
	return helper as unknown as ICredentialsHelper;
}
