using Microsoft.Extensions.DependencyInjection;
using Payments.Security;

namespace Microsoft.Extensions.Logging;

/// <summary>Redaction for every log of a host.</summary>
public static class PaymentRedactionLoggingBuilderExtensions
{
    // The factory that is wrapped, as a keyed service: so the container makes it and disposes of it as before.
    private static readonly object Wrapped = new();

    /// <summary>
    /// Lets every log provider see redacted messages, structured state, scopes and exceptions only: see <see cref="PaymentRedactor"/>. Call it after what replaces the
    /// <see cref="ILoggerFactory"/> itself (Serilog's <c>UseSerilog</c>, say); providers may be added before and after. Safe to call twice.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidOperationException">There is no <see cref="ILoggerFactory"/> yet.</exception>
    public static ILoggingBuilder AddPaymentRedaction(this ILoggingBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        var factory = services.LastOrDefault(service => service.ServiceType == typeof(ILoggerFactory) && !service.IsKeyedService)
            ?? throw new InvalidOperationException("There is no ILoggerFactory to redact for: call AddPaymentRedaction inside of AddLogging(…) or on the host's Logging.");
        if (factory.ImplementationFactory?.Method == ((Func<IServiceProvider, ILoggerFactory>)Wrap).Method)
            return builder;

        services.Remove(factory);
        services.Add(Keyed(factory));
        services.AddSingleton<ILoggerFactory>(Wrap);
        return builder;
    }

    private static ILoggerFactory Wrap(IServiceProvider services) => new RedactingLoggerFactory(services.GetRequiredKeyedService<ILoggerFactory>(Wrapped));

    private static ServiceDescriptor Keyed(ServiceDescriptor factory) => factory switch
    {
        { ImplementationInstance: { } instance } => new(typeof(ILoggerFactory), Wrapped, instance),
        { ImplementationFactory: { } make } => new(typeof(ILoggerFactory), Wrapped, (services, _) => make(services), factory.Lifetime),
        _ => new(typeof(ILoggerFactory), Wrapped, factory.ImplementationType!, factory.Lifetime),
    };
}
