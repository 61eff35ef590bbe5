using Microsoft.Extensions.Configuration;
using Payments;
using Payments.Http;
using Payments.KakaoPay;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Kakao Pay.</summary>
public static class KakaoPayPaymentsBuilderExtensions
{
    /// <summary>Adds Kakao Pay under the name <c>kakaopay</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddKakaoPay(this IPaymentsBuilder builder, Action<KakaoPayOptions> configure) =>
        builder.AddKakaoPay(KakaoPayDefaults.Name, configure);

    /// <summary>Adds Kakao Pay under the name <c>kakaopay</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="section">The configuration section that holds the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddKakaoPay(this IPaymentsBuilder builder, IConfiguration section) => builder.AddKakaoPay(KakaoPayDefaults.Name, section);

    /// <summary>Adds Kakao Pay under a name of its own, for one of several merchant codes.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registration's name.</param>
    /// <param name="section">The configuration section that holds the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddKakaoPay(this IPaymentsBuilder builder, string name, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return builder.AddKakaoPay(name, options => section.Bind(options));
    }

    /// <summary>Adds Kakao Pay under a name of its own, for one of several merchant codes.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registration's name.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddKakaoPay(this IPaymentsBuilder builder, string name, Action<KakaoPayOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.AddHttpProvider<KakaoPayOptions>(name, configure, registration => new KakaoPayPaymentProvider(registration));
    }
}
