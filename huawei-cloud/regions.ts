/** The value of the credential's region for clouds that are in no list. */
export const CUSTOM_REGION = 'custom';

export interface Region {
	/** As in host names and project names, `ap-southeast-1`. */
	code: string;
	/** As the console shows it, `CN-Hong Kong`. */
	name: string;
	/** Whether Image Recognition is, or was, sold in the region. */
	imageRecognition: boolean;
	/** The last part of the region's host names. */
	domain: string;
}

const DOMAIN = 'myhuaweicloud.com';
const EUROPEAN_DOMAIN = 'myhuaweicloud.eu';

/** Huawei Cloud's public domains; below them are Huawei Cloud's services, and names that its customers own. */
export const PUBLIC_DOMAINS: readonly string[] = [DOMAIN, EUROPEAN_DOMAIN];

const offered = (code: string, name: string): Region => ({
	code,
	name,
	imageRecognition: true,
	domain: DOMAIN,
});
const other = (code: string, name: string, domain = DOMAIN): Region => ({
	code,
	name,
	imageRecognition: false,
	domain,
});

/** The regions of the official SDKs (Image Recognition 3.1.215, IAM 3.1.172), those with Image Recognition first. */
export const REGIONS: readonly Region[] = [
	offered('ap-southeast-1', 'CN-Hong Kong'),
	offered('ap-southeast-3', 'AP-Singapore'),
	offered('cn-north-1', 'CN North-Beijing1'),
	offered('cn-north-4', 'CN North-Beijing4'),
	offered('cn-east-3', 'CN East-Shanghai1'),
	other('ae-ad-1', 'ME-Abu Dhabi'),
	other('af-south-1', 'AF-Johannesburg'),
	other('ap-southeast-2', 'AP-Bangkok'),
	other('ap-southeast-4', 'AP-Jakarta'),
	other('cn-east-2', 'CN East-Shanghai2'),
	other('cn-east-4', 'CN East2'),
	other('cn-east-5', 'CN East-Qingdao'),
	other('cn-north-2', 'CN North-Beijing2'),
	other('cn-north-9', 'CN North-Ulanqab1'),
	other('cn-north-12', 'CN North3'),
	other('cn-south-1', 'CN South-Guangzhou'),
	other('cn-south-2', 'CN South-Shenzhen'),
	other('cn-southwest-2', 'CN Southwest-Guiyang1'),
	other('eu-west-0', 'EU-Paris'),
	other('eu-west-101', 'EU-Dublin', EUROPEAN_DOMAIN),
	other('la-north-2', 'LA-Mexico City2'),
	other('la-south-2', 'LA-Santiago'),
	other('me-east-1', 'ME-Riyadh'),
	other('my-kualalumpur-1', 'AP-Kuala Lumpur'),
	other('na-mexico-1', 'LA-Mexico City1'),
	other('ru-moscow-1', 'RU-Moscow2'),
	other('sa-brazil-1', 'LA-Sao Paulo1'),
	other('tr-west-1', 'TR-Istanbul'),
];

/** The last part of a region's host names; a region newer than the list gets the usual one. */
export function domainOf(code: string): string {
	return REGIONS.find((region) => region.code === code)?.domain ?? DOMAIN;
}
