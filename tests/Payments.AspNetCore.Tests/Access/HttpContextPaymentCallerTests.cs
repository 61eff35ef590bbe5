using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Payments.Security;

namespace Payments.AspNetCore.Tests.Access;

internal sealed class HttpContextPaymentCallerTests
{
    private readonly HttpContextAccessor _accessor = new();

    private HttpContextPaymentCaller Caller => new(_accessor);

    [Test]
    public void It_is_the_user_with_roles_scopes_address_and_trace()
    {
        var identity = new ClaimsIdentity([new("sub", "user-7"), new("role", "support"), new("scope", "openid payments:refund"), new("scp", "payments:capture")], "test", "name", "role");
        _accessor.HttpContext = new DefaultHttpContext { User = new ClaimsPrincipal(identity), TraceIdentifier = "req-1", Connection = { RemoteIpAddress = IPAddress.Parse("192.0.2.7") } };
        var caller = Caller.Current!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((caller.Id, caller.RemoteAddress, caller.CorrelationId), Is.EqualTo(("user-7", "192.0.2.7", "req-1")));
            Assert.That(caller.Roles, Is.EqualTo(["support"]));
            Assert.That(caller.Scopes, Is.EqualTo(["openid", "payments:refund", "payments:capture"]));
        }
    }

    [Test]
    public void Nobody_is_known_outside_of_a_request_or_without_a_sign_in()
    {
        Assert.That(Caller.Current, Is.Null);
        _accessor.HttpContext = new DefaultHttpContext { User = new ClaimsPrincipal(new ClaimsIdentity([new("sub", "user-7")])) };
        Assert.That(Caller.Current, Is.Null);
        _accessor.HttpContext = new DefaultHttpContext { User = new ClaimsPrincipal(new ClaimsIdentity([new("role", "boss")], "test")) };
        Assert.That(Caller.Current, Is.Null, "Without an id nobody can be named.");
    }

    [Test]
    public void A_user_is_never_one_of_our_own()
    {
        _accessor.HttpContext = new DefaultHttpContext { User = new ClaimsPrincipal(new ClaimsIdentity([new("sub", "Payments:Return")], "test")) };
        Assert.That(Caller.Current, Is.Null);
        var claims = new Claim[] { new("sub", "user-7"), new(ClaimTypes.Role, "support"), new(ClaimTypes.Role, SystemPaymentCaller.Return) };
        _accessor.HttpContext = new DefaultHttpContext { User = new ClaimsPrincipal(new ClaimsIdentity(claims, "test")) };
        Assert.That(Caller.Current!.Roles, Is.EqualTo(["support"]));
    }

    [Test]
    public void An_address_is_the_same_however_the_socket_names_it()
    {
        _accessor.HttpContext = new DefaultHttpContext
        {
            User = new ClaimsPrincipal(new ClaimsIdentity([new("sub", "user-7")], "test")), Connection = { RemoteIpAddress = IPAddress.Parse("::ffff:192.0.2.7") },
        };
        Assert.That(Caller.Current!.RemoteAddress, Is.EqualTo("192.0.2.7"));
    }

    [Test]
    public void A_sign_in_on_the_way_is_seen()
    {
        var context = new DefaultHttpContext { User = new ClaimsPrincipal(new ClaimsIdentity([new("sub", "user-7")], "test")) };
        _accessor.HttpContext = context;
        Assert.That(Caller.Current!.Id, Is.EqualTo("user-7"));
        context.User = new ClaimsPrincipal(new ClaimsIdentity([new("sub", "user-8")], "test"));
        Assert.That(Caller.Current!.Id, Is.EqualTo("user-8"));
        context.User = new ClaimsPrincipal(new ClaimsIdentity());
        Assert.That(Caller.Current, Is.Null);
    }
}
