using System.Diagnostics.CodeAnalysis;

namespace Payments.Http;

/// <summary>Registers HTTP providers; for the authors of provider packages.</summary>
public static class HttpPaymentsBuilderExtensions
{
    /// <summary>
    /// Registers a provider: its named options (validated at start and at first use), the HttpClient <c>Payments.&lt;name&gt;</c> with retries and
    /// circuit breaker, and the provider itself. Safe to call twice: each call's options are applied, the rest is there once.
    /// </summary>
    /// <typeparam name="TOptions">The provider's options.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registration's name.</param>
    /// <param name="configure">Sets the options; a configuration section is bound here, by the provider's assembly. Null for none.</param>
    /// <param name="create">Makes the bare provider, once, at first use.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">The name is taken by another provider.</exception>
    public static IPaymentsBuilder AddHttpProvider<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this IPaymentsBuilder builder,
        string name,
        Action<TOptions>? configure,
        Func<HttpProviderRegistration<TOptions>, IPaymentProvider> create)
        where TOptions : ProviderHttpOptions, new()
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(create);
        throw new NotSupportedException("Not written yet.");
    }
}
