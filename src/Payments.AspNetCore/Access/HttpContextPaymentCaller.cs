using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Payments.Security;

namespace Payments.AspNetCore;

/// <summary>
/// The caller is the request's authenticated user: the id of the claim <c>sub</c> or <see cref="ClaimTypes.NameIdentifier"/>, the roles of each identity's
/// own role claims, and the scopes of <c>scope</c> and <c>scp</c>. Where from is the connection's address: behind a proxy, forwarded headers must be
/// configured first. Outside of a request, and for an anonymous one, there is no caller; nor is one of <see cref="SystemPaymentCaller"/> ever a user.
/// </summary>
internal sealed class HttpContextPaymentCaller(IHttpContextAccessor accessor) : IPaymentCaller
{
    private static readonly object Key = new();

    public PaymentCaller? Current
    {
        get
        {
            if (accessor.HttpContext is not { } context)
                return null;

            // A user may sign in on the way.
            if (context.Items[Key] is (ClaimsPrincipal user, PaymentCaller known) && ReferenceEquals(user, context.User))
                return known;
            var caller = Describe(context);
            if (caller is not null)
                context.Items[Key] = (context.User, caller);
            return caller;
        }
    }

    private static PaymentCaller? Describe(HttpContext context)
    {
        var identities = context.User.Identities.Where(identity => identity.IsAuthenticated).ToList();
        var id = identities.Select(identity => identity.FindFirst("sub") ?? identity.FindFirst(ClaimTypes.NameIdentifier)).FirstOrDefault(claim => claim is not null)?.Value;
        if (string.IsNullOrWhiteSpace(id) || SystemPaymentCaller.IsBuiltIn(id))
            return null;

        var roles = identities.SelectMany(identity => identity.Claims.Where(claim => claim.Type == identity.RoleClaimType)).Select(claim => claim.Value);
        var scopes = identities.SelectMany(identity => identity.Claims).Where(claim => claim.Type is "scope" or "scp")
            .SelectMany(claim => claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return new PaymentCaller(
            id,
            [.. roles.Where(role => !SystemPaymentCaller.IsBuiltIn(role)).Distinct(StringComparer.Ordinal)],
            [.. scopes.Distinct(StringComparer.Ordinal)],
            RemoteAddress.Of(context),
            context.TraceIdentifier);
    }
}
