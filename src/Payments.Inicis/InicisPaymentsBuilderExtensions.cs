using Microsoft.Extensions.Configuration;
using Payments;
using Payments.Http;
using Payments.Inicis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds KG Inicis.</summary>
public static class InicisPaymentsBuilderExtensions
{
    /// <summary>Adds KG Inicis under the name <c>inicis</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddInicis(this IPaymentsBuilder builder, Action<InicisOptions> configure) =>
        builder.AddInicis(InicisDefaults.Name, configure);

    /// <summary>Adds KG Inicis under the name <c>inicis</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="section">The configuration section that holds the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddInicis(this IPaymentsBuilder builder, IConfiguration section) => builder.AddInicis(InicisDefaults.Name, section);

    /// <summary>Adds KG Inicis under a name of its own, for one of several accounts.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registration's name.</param>
    /// <param name="section">The configuration section that holds the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddInicis(this IPaymentsBuilder builder, string name, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return builder.AddInicis(name, options => section.Bind(options));
    }

    /// <summary>Adds KG Inicis under a name of its own, for one of several accounts.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registration's name.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddInicis(this IPaymentsBuilder builder, string name, Action<InicisOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.AddHttpProvider<InicisOptions>(name, configure, registration => new InicisPaymentProvider(registration));
    }
}
