using Microsoft.Extensions.Configuration;
using Payments;
using Payments.Http;
using Payments.Square;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Square.</summary>
public static class SquarePaymentsBuilderExtensions
{
    /// <summary>Adds Square under the name <c>square</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddSquare(this IPaymentsBuilder builder, Action<SquareOptions> configure) =>
        builder.AddSquare(SquareDefaults.Name, configure);

    /// <summary>Adds Square under the name <c>square</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="section">The configuration section that holds the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddSquare(this IPaymentsBuilder builder, IConfiguration section) => builder.AddSquare(SquareDefaults.Name, section);

    /// <summary>Adds Square under a name of its own, for one of several locations or sellers.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registration's name.</param>
    /// <param name="section">The configuration section that holds the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddSquare(this IPaymentsBuilder builder, string name, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return builder.AddSquare(name, options => section.Bind(options));
    }

    /// <summary>Adds Square under a name of its own, for one of several locations or sellers.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registration's name.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddSquare(this IPaymentsBuilder builder, string name, Action<SquareOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.AddHttpProvider<SquareOptions>(name, configure, registration => new SquarePaymentProvider(registration));
    }
}
