using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

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
    /// <param name="hasSecretPaths">
    /// Whether some of the provider's paths hold a secret (see <see cref="ProviderRequest.LogPath"/>): the runtime's own spans, which repeat every
    /// address, are then not made for this registration.
    /// </param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">The name is taken by another provider.</exception>
    public static IPaymentsBuilder AddHttpProvider<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this IPaymentsBuilder builder,
        string name,
        Action<TOptions>? configure,
        Func<HttpProviderRegistration<TOptions>, IPaymentProvider> create,
        bool hasSecretPaths = false)
        where TOptions : ProviderHttpOptions, new()
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(create);

        var services = builder.Services;
        if (IsNew(services, name, typeof(TOptions)))
        {
            builder.AddProvider(name, (provider, registration) => create(new HttpProviderRegistration<TOptions>(
                registration, provider.GetRequiredService<IOptionsMonitor<TOptions>>().Get(registration), provider)));
            services.AddKeyedSingleton(name, new Marker(typeof(TOptions)));
            services.AddKeyedSingleton<ProviderCircuit>(name);
            services.TryAddSingleton(TimeProvider.System);
            services.TryAddSingleton(new Jitter());
            services.AddSingleton<IValidateOptions<TOptions>>(new ProviderOptionsValidator<TOptions>(name));
            services.TryAddSingleton(provider => new HttpTelemetry(provider.GetService<IMeterFactory>()));
            services.AddSingleton<IExpiringSecretSource>(provider => new OptionsSecrets<TOptions>(name, provider.GetRequiredService<IOptionsMonitor<TOptions>>()));
            services.AddOptions<TOptions>(name).ValidateOnStart();
            ProviderHandlers.Add(services, ProviderHttpClient.HttpClientName(name), hasSecretPaths);
        }

        if (configure is not null)
            services.Configure(name, configure);
        return builder;
    }

    private static bool IsNew(IServiceCollection services, string name, Type options)
    {
        foreach (var descriptor in services)
        {
            if (!descriptor.IsKeyedService || descriptor.ServiceType != typeof(Marker) || !name.Equals(descriptor.ServiceKey))
                continue;
            var taken = ((Marker)descriptor.KeyedImplementationInstance!).Options;
            return taken == options
                ? false
                : throw new InvalidOperationException(
                    $"The payment registration '{name}' has {taken.Name} already and cannot have {options.Name} too: give one of the two another name.");
        }

        return true;
    }

    private sealed record Marker(Type Options);
}
