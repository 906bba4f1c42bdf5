/** Every word of the page, in both languages; `{0}` stands for the first value. */
export const texts = {
	en: {
		title: 'Image Tagging',
		lead: 'Try the service: it names what it sees in an image, with the API of Huawei Cloud Image Recognition.',
		language: 'Language',
		account: 'Account',
		user: 'User',
		password: 'Password',
		signIn: 'Sign in',
		signOut: 'Sign out',
		signedIn: 'Signed in as {1} of account {0}',
		project: 'Project',
		chooseFile: 'Choose an image',
		url: 'Or an image’s address',
		version: 'API version',
		limit: 'Limit',
		threshold: 'Threshold',
		tagIt: 'Tag',
		invitation: 'Drop an image here, paste one, choose a file or give an address.',
		tags: 'Tags',
		asCurl: 'The request as curl',
		asJson: 'The answer as JSON',
		passwordFirst: 'First put the password into the variable PASSWORD.',
		copy: 'Copy',
		copied: 'Copied',
		waiting: 'No image yet.',
		noAnswer: 'None: the image could not be tagged.',
		busy: 'Tagging…',
		found: '{0} tags in {1} ms',
		foundOne: '1 tag in {1} ms',
		oneBox: '1 box',
		boxes: '{0} boxes',
		foundNone: 'No tag reaches the threshold of {0}. A lower threshold shows less certain ones.',
		noBoxes: 'v1.0 answers without boxes; v2 has them.',
		drawnToScale:
			'This page loads nothing from other addresses, so the boxes stand alone, to scale. Choose the image as a file to see them on it.',
		notShown: 'The browser can’t show this file.',
		pictureOf: 'The chosen image, {0}',
		needSignIn: 'Sign in first: enter account, user and password.',
		needPicture: 'Choose an image or enter the address of one.',
		notAPicture: '{0} is not an image; choose a JPG, PNG, BMP or WEBP file.',
		unreadable: '{0} can’t be read. Choose it again.',
		tooLarge: '{0} has {1} MB. As base64 an image may have 10 MB, so choose one of at most 7.5 MB.',
		noProjects: 'This account has no project, so nothing can be tagged with it.',
		unreachable: 'The service can’t be reached. Check that it is running, then try again.',
		notTheService:
			'The answer, with status {0}, is not from the service. Check the proxy in between.',
		retryAfter: 'Try again in {0} s.',
		signInAgain: 'Sign in again.',
		codeAndRequest: 'Code {0}, request ID {1}',
	},
	zh: {
		title: '图像标签',
		lead: '试用本服务：识别图片中的内容，接口与华为云图像识别相同。',
		language: '语言',
		account: '账号',
		user: '用户',
		password: '密码',
		signIn: '登录',
		signOut: '退出',
		signedIn: '已登录：账号 {0}，用户 {1}',
		project: '项目',
		chooseFile: '选择图片',
		url: '或图片地址',
		version: 'API 版本',
		limit: '标签数上限',
		threshold: '置信度阈值',
		tagIt: '识别',
		invitation: '将图片拖到此处，或粘贴图片、选择文件、填写图片地址。',
		tags: '标签',
		asCurl: 'curl 请求',
		asJson: 'JSON 响应',
		passwordFirst: '请先将密码放入变量 PASSWORD。',
		copy: '复制',
		copied: '已复制',
		waiting: '尚未选择图片。',
		noAnswer: '无：图片未能识别。',
		busy: '识别中…',
		found: '{0} 个标签，用时 {1} 毫秒',
		foundOne: '1 个标签，用时 {1} 毫秒',
		oneBox: '1 个框',
		boxes: '{0} 个框',
		foundNone: '没有标签达到阈值 {0}。降低阈值可显示置信度较低的标签。',
		noBoxes: 'v1.0 的响应不含检测框，v2 才有。',
		drawnToScale:
			'本页面不加载其他地址的内容，因此只按比例显示检测框。如需在图片上查看，请选择图片文件。',
		notShown: '浏览器无法显示此文件。',
		pictureOf: '所选图片 {0}',
		needSignIn: '请先登录：输入账号、用户和密码。',
		needPicture: '请选择图片或填写图片地址。',
		notAPicture: '{0} 不是图片，请选择 JPG、PNG、BMP 或 WEBP 文件。',
		unreadable: '无法读取 {0}，请重新选择。',
		tooLarge: '{0} 大小为 {1} MB。图片的 base64 编码不能超过 10 MB，请选择不超过 7.5 MB 的图片。',
		noProjects: '该账号没有项目，无法识别图片。',
		unreachable: '无法连接服务。请确认服务正在运行，然后重试。',
		notTheService: '响应（状态码 {0}）并非来自本服务，请检查中间的代理。',
		retryAfter: '请在 {0} 秒后重试。',
		signInAgain: '请重新登录。',
		codeAndRequest: '错误码 {0}，请求 ID {1}',
	},
};

let language = 'en';

/** The sentence of that name in the page's language. */
export function say(name, ...values) {
	return texts[language][name].replace(/\{(\d)\}/g, (_, index) => String(values[index]));
}

/** Turns the whole page to a language, `en` or `zh`. */
export function speak(chosen) {
	language = chosen;
	document.documentElement.lang = chosen;
	document.title = say('title');
	for (const element of document.querySelectorAll('[data-text]')) {
		element.textContent = say(element.dataset.text);
	}
}
