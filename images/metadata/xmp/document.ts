import { Element, parseXmlDocument, serializeToWellFormedString, type Document } from 'slimdom';

import { damaged } from '../embed-error';
import { RDF, type PropertyName } from './names';

const BROKEN = 'its XMP is not well-formed XML';
const NO_RDF = 'its XMP has no RDF';

/** Whether an element has this name. */
export const isNamed = (element: Element, namespace: string, name: string): boolean =>
	element.namespaceURI === namespace && element.localName === name;

/** The XML of a packet: what it says of one image, as elements and attributes of `rdf:Description`. */
export class XmpDocument {
	private readonly document: Document;
	private readonly rdf: Element;

	/**
	 * @param root the XML of a packet's root: without a document type (part 1, 7.4), whose entities could make much of a little
	 * @throws {EmbedError} when it can't be read
	 */
	constructor(root: string) {
		try {
			this.document = parseXmlDocument(root);
		} catch {
			throw damaged(BROKEN);
		}
		const tops = this.document.children;
		const parts = tops.flatMap(({ children }) => children);
		const rdf = [...tops, ...parts].find((one) => isNamed(one, RDF, 'RDF'));
		if (!rdf) throw damaged(NO_RDF);
		this.rdf = rdf;
	}

	private get descriptions(): Element[] {
		return this.rdf.children.filter((child) => isNamed(child, RDF, 'Description'));
	}

	/** The element of a property, where it is one. @throws {EmbedError} where it is there twice */
	find({ namespace, name, prefix }: PropertyName): Element | undefined {
		const found = this.descriptions
			.flatMap(({ children }) => children)
			.filter((child) => isNamed(child, namespace, name));
		if (found.length > 1) throw damaged(`its XMP has ${prefix}:${name} twice`);
		return found[0];
	}

	/** The value of a property that is plain text, as an element or as an attribute. */
	text(property: PropertyName): string | undefined {
		const { namespace, name } = property;
		const attribute = this.descriptions
			.map((description) => description.getAttributeNS(namespace, name))
			.find((value) => value !== null);
		return attribute ?? this.find(property)?.textContent ?? undefined;
	}

	/** Takes a property away, in whichever form it is. */
	remove({ namespace, name }: PropertyName): void {
		for (const description of this.descriptions) {
			description.removeAttributeNS(namespace, name);
			for (const child of description.children) if (isNamed(child, namespace, name)) child.remove();
		}
	}

	/** Adds an element for a property to the first description. */
	add(property: PropertyName): Element {
		const description = this.descriptions[0] ?? this.appendTo(this.rdf, RDF, 'rdf:Description');
		const { namespace, prefix, name } = property;
		return this.appendTo(description, namespace, `${prefix}:${name}`);
	}

	appendTo(parent: Element, namespace: string, qualifiedName: string, text = ''): Element {
		const element = this.document.createElementNS(namespace, qualifiedName);
		element.textContent = text;
		return parent.appendChild(element) as Element;
	}

	/** @throws {EmbedError} when it became something that XML can't say */
	toString(): string {
		try {
			return serializeToWellFormedString(this.document);
		} catch {
			throw damaged('its XMP holds what XML can not say');
		}
	}
}
