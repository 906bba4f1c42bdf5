import type { Element } from 'slimdom';

import { folded, type Region } from '../keywords';
import type { RelativeBox } from '../stored-box';
import { bagOf, entriesOf } from './bag';
import { isNamed, type XmpDocument } from './document';
import { iptc, RDF, REGIONS, XML } from './names';

/** Boxes are written to a hundred-thousandth of the side, which is finer than a pixel. */
const DIGITS = 5;
/** Boxes of the same name that differ by less are one: a model is not more precise. */
const SAME = 0.005;

type Field = keyof RelativeBox;

/** IPTC's names for the sides of a box, all as shares. */
const SIDES: ReadonlyArray<[name: string, field: Field]> = [
	['rbX', 'left'],
	['rbY', 'top'],
	['rbW', 'width'],
	['rbH', 'height'],
];

const round = (share: number): number => Number(share.toFixed(DIGITS));

/** The parts of a structure, which may be wrapped into an rdf:Description of its own. */
const structure = (element: Element): Element =>
	element.children.find((child) => isNamed(child, RDF, 'Description')) ?? element;

const partOf = (parent: Element, name: string): Element | undefined =>
	structure(parent).children.find((child) => isNamed(child, iptc(name).namespace, name));

const valueOf = (parent: Element, name: string): string | null | undefined =>
	structure(parent).getAttributeNS(iptc(name).namespace, name) ?? partOf(parent, name)?.textContent;

/** Whether an entry of the list is this region. */
function isRegion(entry: Element, { name, box }: Region): boolean {
	const names = partOf(entry, 'Name');
	const boundary = partOf(entry, 'RegionBoundary');
	if (!names || !boundary) return false;
	const texts = (names.children[0]?.children ?? [names]).map((one) => one.textContent ?? '');
	return (
		texts.some((text) => folded(text) === folded(name)) &&
		SIDES.every(([side, field]) => Math.abs(Number(valueOf(boundary, side)) - box[field]) < SAME)
	);
}

function append(xmp: XmpDocument, bag: Element, { name, names, box }: Region): void {
	const { namespace, prefix } = REGIONS;
	const entry = xmp.appendTo(bag, RDF, 'rdf:li');
	entry.setAttributeNS(RDF, 'rdf:parseType', 'Resource');
	const boundary = xmp.appendTo(entry, namespace, `${prefix}:RegionBoundary`);
	boundary.setAttributeNS(namespace, `${prefix}:rbShape`, 'rectangle');
	boundary.setAttributeNS(namespace, `${prefix}:rbUnit`, 'relative');
	for (const [side, field] of SIDES)
		boundary.setAttributeNS(namespace, `${prefix}:${side}`, String(round(box[field])));
	const alternatives = xmp.appendTo(
		xmp.appendTo(entry, namespace, `${prefix}:Name`),
		RDF,
		'rdf:Alt',
	);
	for (const [language, text] of Object.entries({ 'x-default': name, ...names }))
		xmp.appendTo(alternatives, RDF, 'rdf:li', text).setAttributeNS(XML, 'xml:lang', language);
}

/** Adds the regions that are not in the list yet. @returns whether there were any */
export function addRegions(xmp: XmpDocument, regions: readonly Region[]): boolean {
	const entries = entriesOf(xmp, REGIONS);
	const missing = regions.filter((region) => !entries.some((entry) => isRegion(entry, region)));
	if (missing.length === 0) return false;
	const bag = bagOf(xmp, REGIONS);
	for (const region of missing) append(xmp, bag, region);
	return true;
}
