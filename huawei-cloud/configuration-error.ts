/** A field of the credential, or a value of a request, that can't be right: found before anything is sent. */
export class ConfigurationError extends Error {
	/**
	 * @param message what is wrong, as a sentence for the user, without secrets
	 * @param remedy what to do about it, as a sentence
	 * @param failureCode of the failure, where workflows may ask for it
	 */
	constructor(
		message: string,
		readonly remedy: string,
		readonly failureCode?: string,
	) {
		super(message);
		this.name = 'ConfigurationError';
	}
}
