using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Payments.Security;

namespace Payments.AspNetCore;

/// <summary>
/// The caller is the request's authenticated user: the id of the claim <c>sub</c> or <see cref="ClaimTypes.NameIdentifier"/>, the roles of each identity's
/// own role claims, and the scopes of <c>scope</c> and <c>scp</c>. Where from is the connection's address: behind a proxy, forwarded headers must be
/// configured first. Outside of a request, and for an anonymous one, there is no caller.
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
        if (string.IsNullOrWhiteSpace(id))
            return null;

        var claims = identities.SelectMany(identity => identity.Claims, (identity, claim) => (Claim: claim, IsRole: claim.Type == identity.RoleClaimType)).ToList();
        return new PaymentCaller(
            id,
            [.. claims.Where(entry => entry.IsRole).Select(entry => entry.Claim.Value).Distinct(StringComparer.Ordinal)],
            [.. claims.Where(entry => entry.Claim.Type is "scope" or "scp").SelectMany(entry => entry.Claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal)],
            context.Connection.RemoteIpAddress?.ToString(),
            context.TraceIdentifier);
    }
}
