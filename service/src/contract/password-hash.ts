/** `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`, both in base64 without padding: the PHC's string format. */
export const passwordHashPattern =
	/^\$scrypt\$ln=(1[0-7]),r=(8|16),p=([1-8])\$([A-Za-z0-9+/]{16,64})\$([A-Za-z0-9+/]{32,128})$/;
