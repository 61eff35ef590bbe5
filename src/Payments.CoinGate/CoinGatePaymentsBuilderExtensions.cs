using Microsoft.Extensions.Configuration;
using Payments;
using Payments.CoinGate;
using Payments.Http;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds CoinGate.</summary>
public static class CoinGatePaymentsBuilderExtensions
{
    /// <summary>Adds CoinGate under the name <c>coingate</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddCoinGate(this IPaymentsBuilder builder, Action<CoinGateOptions> configure) =>
        builder.AddCoinGate(CoinGateDefaults.Name, configure);

    /// <summary>Adds CoinGate under the name <c>coingate</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="section">The configuration section that holds the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddCoinGate(this IPaymentsBuilder builder, IConfiguration section) => builder.AddCoinGate(CoinGateDefaults.Name, section);

    /// <summary>Adds CoinGate under a name of its own, for one of several accounts.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registration's name.</param>
    /// <param name="section">The configuration section that holds the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddCoinGate(this IPaymentsBuilder builder, string name, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return builder.AddCoinGate(name, options => section.Bind(options));
    }

    /// <summary>Adds CoinGate under a name of its own, for one of several accounts.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registration's name.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddCoinGate(this IPaymentsBuilder builder, string name, Action<CoinGateOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.AddHttpProvider<CoinGateOptions>(name, configure, static registration => new CoinGatePaymentProvider(registration));
    }
}
