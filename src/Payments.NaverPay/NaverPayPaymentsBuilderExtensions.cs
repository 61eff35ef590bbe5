using Microsoft.Extensions.Configuration;
using Payments;
using Payments.Http;
using Payments.NaverPay;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Naver Pay.</summary>
public static class NaverPayPaymentsBuilderExtensions
{
    /// <summary>Adds Naver Pay under the name <c>naverpay</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddNaverPay(this IPaymentsBuilder builder, Action<NaverPayOptions> configure) =>
        builder.AddNaverPay(NaverPayDefaults.Name, configure);

    /// <summary>Adds Naver Pay under the name <c>naverpay</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="section">The configuration section that holds the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddNaverPay(this IPaymentsBuilder builder, IConfiguration section) => builder.AddNaverPay(NaverPayDefaults.Name, section);

    /// <summary>Adds Naver Pay under a name of its own, for one of several shops.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registration's name.</param>
    /// <param name="section">The configuration section that holds the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddNaverPay(this IPaymentsBuilder builder, string name, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return builder.AddNaverPay(name, options => section.Bind(options));
    }

    /// <summary>Adds Naver Pay under a name of its own, for one of several shops.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registration's name.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddNaverPay(this IPaymentsBuilder builder, string name, Action<NaverPayOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.AddHttpProvider<NaverPayOptions>(name, configure, registration => new NaverPayPaymentProvider(registration));
    }
}
