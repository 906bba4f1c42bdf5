import type { Element } from 'slimdom';

import { damaged } from '../embed-error';
import { missingFrom } from '../keywords';
import { isNamed, type XmpDocument } from './document';
import { RDF, type PropertyName } from './names';

const CONTAINERS = ['Bag', 'Seq', 'Alt'];

const containerIn = (property: Element): Element | undefined =>
	property.children.find((child) => CONTAINERS.some((name) => isNamed(child, RDF, name)));

/** The entries of a property that is a list. @throws {EmbedError} */
export function entriesOf(xmp: XmpDocument, property: PropertyName): Element[] {
	const element = xmp.find(property);
	const container = element && containerIn(element);
	return container?.children.filter((child) => isNamed(child, RDF, 'li')) ?? [];
}

/** The texts of a property that should be a list; some programs write a single one as plain text. */
export function textsOf(xmp: XmpDocument, property: PropertyName): string[] {
	const texts = entriesOf(xmp, property).map((entry) => entry.textContent ?? '');
	if (texts.length > 0) return texts;
	const single = xmp.text(property)?.trim();
	return single ? [single] : [];
}

/** The list of a property, which is made, or made of plain text, where there is none. @throws {EmbedError} */
export function bagOf(xmp: XmpDocument, property: PropertyName): Element {
	const element = xmp.find(property);
	const container = element && containerIn(element);
	if (container) return container;
	if (element && element.children.length > 0)
		throw damaged(`its XMP has ${property.prefix}:${property.name} in a form of its own`);
	const single = textsOf(xmp, property);
	xmp.remove(property);
	const bag = xmp.appendTo(xmp.add(property), RDF, 'rdf:Bag');
	for (const text of single) xmp.appendTo(bag, RDF, 'rdf:li', text);
	return bag;
}

/** Adds the texts that are not in a list yet, whatever their case. @returns whether there were any */
export function addTexts(
	xmp: XmpDocument,
	property: PropertyName,
	texts: readonly string[],
): boolean {
	const missing = missingFrom(textsOf(xmp, property), texts);
	if (missing.length === 0) return false;
	const bag = bagOf(xmp, property);
	for (const text of missing) xmp.appendTo(bag, RDF, 'rdf:li', text);
	return true;
}
