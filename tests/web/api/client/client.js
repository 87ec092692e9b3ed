// Asks a Waypost site with Ghost's own client, unmodified; prints what came, as JSON.
import GhostContentAPI from "@tryghost/content-api";

const [url, key, version] = process.argv.slice(2);
const api = new GhostContentAPI({ url, key, version });
const refused = async (asked) => asked.then(() => null, (error) => ({ name: error.name, type: error.type, code: error.response?.status }));

const posts = await api.posts.browse({ limit: 2, include: ["tags", "authors"], filter: "tag:maps+featured:true" });
const post = await api.posts.read({ slug: "the-map-is-a-promise" }, { formats: ["html", "plaintext"] });
console.log(JSON.stringify({
  posts: posts.map((one) => ({ slug: one.slug, tags: one.tags.map((tag) => tag.slug), author: one.primary_author.name })),
  pagination: posts.meta.pagination,
  post: { id: post.id, slug: post.slug, hasHtml: post.html.length > 0, hasText: post.plaintext.length > 0 },
  byId: (await api.posts.read({ id: post.id }, { fields: ["title"] })).title,
  pages: (await api.pages.browse({ limit: "all" })).map((one) => one.slug),
  tags: (await api.tags.browse({ include: "count.posts", limit: "all" })).map((one) => [one.slug, one.count.posts]),
  tag: (await api.tags.read({ slug: "maps" })).name,
  author: (await api.authors.read({ slug: "jane" })).name,
  authors: (await api.authors.browse({ limit: "all" })).length,
  title: (await api.settings.browse()).title,
  tiers: (await api.tiers.browse()).length,
  missing: await refused(api.posts.read({ slug: "nothing-here" })),
  stranger: await refused(new GhostContentAPI({ url, key: "0".repeat(26), version }).posts.browse()),
}));
