from tests.web.conftest import World
def test_home(shared: World) -> None:
    c = shared.client()
    for p in ["/", "/?page=2","/2015/02/the-map-is-a-promise/","/tag/maps/","/author/jane/","/archive/","/archive/2015/","/archive/2015/01/","/search?q=map","/feed.xml","/atom.xml","/feed.json","/sitemap.xml","/robots.txt","/about/","/nope","/-/live","/-/ready","/-/status","/admin/","/admin/sign-in","/?p=12", shared.sample.picture,"/favicon.ico"]:
        r = c.get(p); print(p, r.status_code, dict(r.headers).get("location"), len(r.content), r.headers.get("cache-control"), r.text[:0])
