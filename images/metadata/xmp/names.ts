/** A property of XMP by its namespace; the prefix is the usual one. */
export interface PropertyName {
	namespace: string;
	prefix: string;
	name: string;
}

export const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
export const XML = 'http://www.w3.org/XML/1998/namespace';

const DUBLIN_CORE = 'http://purl.org/dc/elements/1.1/';
const IPTC_EXTENSION = 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/';

/** Keywords (XMP specification, part 1, 8.4). */
export const SUBJECT: PropertyName = { namespace: DUBLIN_CORE, prefix: 'dc', name: 'subject' };

/** Keywords with those above them, separated by bars, as Lightroom, digiKam and darktable read them. */
export const HIERARCHY: PropertyName = {
	namespace: 'http://ns.adobe.com/lightroom/1.0/',
	prefix: 'lr',
	name: 'hierarchicalSubject',
};

/** The prefix as IPTC writes it. */
export const iptc = (name: string): PropertyName => ({
	namespace: IPTC_EXTENSION,
	prefix: 'Iptc4xmpExt',
	name,
});

/** Image regions (IPTC Photo Metadata Standard, since 2019.1). */
export const REGIONS = iptc('ImageRegion');

/** What this package writes. */
export const WRITTEN: readonly PropertyName[] = [SUBJECT, HIERARCHY, REGIONS];

/** Names the MD5 of an extended packet, which a JPG keeps in further segments. */
export const HAS_EXTENDED: PropertyName = {
	namespace: 'http://ns.adobe.com/xmp/note/',
	prefix: 'xmpNote',
	name: 'HasExtendedXMP',
};

/** The address of content credentials that are kept elsewhere (C2PA specification, 11.5). */
export const PROVENANCE: PropertyName = {
	namespace: 'http://purl.org/dc/terms/',
	prefix: 'dcterms',
	name: 'provenance',
};
