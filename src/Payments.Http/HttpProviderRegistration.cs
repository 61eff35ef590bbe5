using Microsoft.Extensions.DependencyInjection;

namespace Payments.Http;

/// <summary>What a provider is made from, once for each registration.</summary>
/// <typeparam name="TOptions">The provider's options.</typeparam>
public sealed class HttpProviderRegistration<TOptions>
    where TOptions : ProviderHttpOptions
{
    internal HttpProviderRegistration(string name, TOptions options, IServiceProvider services)
    {
        Name = name;
        Options = options;
        Services = services;
        Time = services.GetRequiredService<TimeProvider>();
    }

    /// <summary>The registration's name.</summary>
    public string Name { get; }

    /// <summary>Its options, validated.</summary>
    public TOptions Options { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>The host's services.</summary>
    public IServiceProvider Services { get; }

    /// <summary>Makes the registration's client. Call it once and keep the client: the circuit lives in it.</summary>
    /// <param name="protocol">What is particular to the provider.</param>
    /// <returns>The client.</returns>
    public ProviderHttpClient CreateClient(ProviderProtocol protocol)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        return new ProviderHttpClient(Name, protocol, Options, Services);
    }
}
