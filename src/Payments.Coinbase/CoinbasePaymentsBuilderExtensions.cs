using Microsoft.Extensions.Configuration;
using Payments;
using Payments.Coinbase;
using Payments.Http;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Coinbase.</summary>
public static class CoinbasePaymentsBuilderExtensions
{
    /// <summary>Adds Coinbase under the name <c>coinbase</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddCoinbase(this IPaymentsBuilder builder, Action<CoinbaseOptions> configure) =>
        builder.AddCoinbase(CoinbaseDefaults.Name, configure);

    /// <summary>Adds Coinbase under the name <c>coinbase</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="section">The configuration section that holds the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddCoinbase(this IPaymentsBuilder builder, IConfiguration section) => builder.AddCoinbase(CoinbaseDefaults.Name, section);

    /// <summary>Adds Coinbase under a name of its own, for one of several accounts, or for the other of its two APIs.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registration's name.</param>
    /// <param name="section">The configuration section that holds the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddCoinbase(this IPaymentsBuilder builder, string name, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return builder.AddCoinbase(name, options => section.Bind(options));
    }

    /// <summary>Adds Coinbase under a name of its own, for one of several accounts, or for the other of its two APIs.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registration's name.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddCoinbase(this IPaymentsBuilder builder, string name, Action<CoinbaseOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.AddHttpProvider<CoinbaseOptions>(name, configure, static registration => registration.Options.Api switch
        {
            CoinbaseApi.Commerce => new CommercePaymentProvider(registration),
            _ => new CheckoutsPaymentProvider(registration),
        });
    }
}
