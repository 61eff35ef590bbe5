using Payments;
using Payments.AspNetCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds problem details for failed payments.</summary>
public static class PaymentProblemServiceCollectionExtensions
{
    /// <summary>
    /// Answers requests that a <see cref="PaymentException"/> ends with problem details (RFC 9457): a status by the kind of failure, <c>outcome</c>
    /// (<c>neverSent</c>, <c>refused</c>, <c>unknown</c>), <c>code</c>, <c>retry</c>, and <c>Retry-After</c> where the provider names a time. It works within
    /// <c>app.UseExceptionHandler()</c>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddPaymentProblemDetails(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.AddProblemDetails().AddExceptionHandler<PaymentExceptionHandler>();
    }
}
