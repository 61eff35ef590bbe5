using Microsoft.Extensions.DependencyInjection.Extensions;
using Payments;
using Payments.AspNetCore;
using Payments.Security;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Tells the access policy and the audit log who asks.</summary>
public static class AspNetCorePaymentsBuilderExtensions
{
    /// <summary>
    /// The caller of an operation is the request's signed-in user: id from <c>sub</c> or the name identifier, roles, scopes from <c>scope</c> and <c>scp</c>, the
    /// connection's address and the trace identifier. An <see cref="IPaymentCaller"/> that the host has registered stays. Safe to call twice.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddAspNetCoreCaller(this IPaymentsBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddHttpContextAccessor().TryAddSingleton<IPaymentCaller, HttpContextPaymentCaller>();
        return builder;
    }
}
