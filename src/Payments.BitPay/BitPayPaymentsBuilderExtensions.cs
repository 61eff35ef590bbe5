using Microsoft.Extensions.Configuration;
using Payments;
using Payments.BitPay;
using Payments.Http;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds BitPay.</summary>
public static class BitPayPaymentsBuilderExtensions
{
    /// <summary>Adds BitPay under the name <c>bitpay</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddBitPay(this IPaymentsBuilder builder, Action<BitPayOptions> configure) =>
        builder.AddBitPay(BitPayDefaults.Name, configure);

    /// <summary>Adds BitPay under the name <c>bitpay</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="section">The configuration section that holds the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddBitPay(this IPaymentsBuilder builder, IConfiguration section) => builder.AddBitPay(BitPayDefaults.Name, section);

    /// <summary>Adds BitPay under a name of its own, for one of several accounts, or for a token of the other facade.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registration's name.</param>
    /// <param name="section">The configuration section that holds the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddBitPay(this IPaymentsBuilder builder, string name, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return builder.AddBitPay(name, options => section.Bind(options));
    }

    /// <summary>Adds BitPay under a name of its own, for one of several accounts, or for a token of the other facade.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registration's name.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddBitPay(this IPaymentsBuilder builder, string name, Action<BitPayOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.AddHttpProvider<BitPayOptions>(name, configure, static registration =>
            registration.Options.Facade is BitPayFacade.Merchant ? new BitPayMerchantProvider(registration) : new BitPayPaymentProvider(registration));
    }
}
