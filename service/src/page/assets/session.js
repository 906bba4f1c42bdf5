import { Failure, findProjects, openProject } from './api.js';
import { say } from './texts.js';

const at = (id) => document.getElementById(id);

/**
 * Who is signed in, and for which project. Password and token live in this object alone: nothing is stored,
 * so that closing the page forgets them. Tells of `opened` when the reader signed in or changed the project,
 * and of `failure`.
 */
export class Session extends EventTarget {
	#form = at('sign-in');
	#person = null;
	#projects = [];
	#token = '';
	/** The project that the token is good for. */
	project = null;

	constructor() {
		super();
		this.#form.addEventListener('submit', (event) => {
			event.preventDefault();
			void this.#tell(() => this.#signIn());
		});
		at('project').addEventListener('change', ({ target }) => {
			void this.#tell(() => this.#enter(this.#projects[target.selectedIndex]));
		});
		at('sign-out').addEventListener('click', () => {
			this.close();
			this.#form.elements.password.value = '';
			this.#form.elements.password.focus();
		});
	}

	/** Account, user and password: those signed in with, or what stands in the form. */
	get person() {
		return this.#person ?? this.#typed();
	}

	/** Fills in the form. */
	suggest(person) {
		for (const [name, value] of Object.entries(person ?? {})) {
			this.#form.elements[name].value = value;
		}
	}

	/**
	 * The token and its project, signing in with what stands in the form where nobody has.
	 * @throws {Failure}
	 */
	async open() {
		if (!this.project) await this.#signIn();
		return { token: this.#token, projectId: this.project.id };
	}

	close() {
		this.#person = this.project = null;
		this.#projects = [];
		this.#token = '';
		this.show();
	}

	/** Shows the form, or who is signed in, in the page's language. */
	show() {
		at('sign-in').hidden = Boolean(this.project);
		at('signed-in').hidden = !this.project;
		if (!this.project) return;
		at('who').textContent = say('signedIn', this.#person.account, this.#person.user);
		at('project').replaceChildren(
			...this.#projects.map(({ id, name }) => new Option(name, id, false, id === this.project.id)),
		);
	}

	#typed() {
		const { account, user, password } = this.#form.elements;
		return { account: account.value, user: user.value, password: password.value };
	}

	async #signIn() {
		const person = this.#typed();
		const missing = Object.keys(person).find((name) => person[name] === '');
		if (missing) {
			this.#form.elements[missing].focus();
			throw new Failure(say('needSignIn'));
		}
		this.#projects = await findProjects(person);
		this.#person = person;
		await this.#enter(this.#projects[0]);
	}

	async #enter(project) {
		this.#token = await openProject(this.#person, project);
		this.project = project;
		this.show();
	}

	async #tell(action) {
		try {
			await action();
			this.dispatchEvent(new Event('opened'));
		} catch (error) {
			this.close();
			this.dispatchEvent(new CustomEvent('failure', { detail: error }));
		}
	}
}
