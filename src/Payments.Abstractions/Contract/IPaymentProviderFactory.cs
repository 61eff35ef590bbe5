using System.Diagnostics.CodeAnalysis;

namespace Payments;

/// <summary>Gives the registered providers by name, each wrapped in the pipeline.</summary>
public interface IPaymentProviderFactory
{
    /// <summary>The names of the registrations, in the order they were added.</summary>
    IReadOnlyList<string> ProviderNames { get; }

    /// <summary>The provider of a name.</summary>
    /// <param name="name">The registration's name; the case does not matter.</param>
    /// <returns>The provider.</returns>
    /// <exception cref="ArgumentException">No provider of that name is registered; the message lists those that are.</exception>
    IPaymentProvider GetProvider(string name);

    /// <summary>The provider of a name, if it is registered.</summary>
    /// <param name="name">The registration's name; the case does not matter.</param>
    /// <param name="provider">The provider.</param>
    /// <returns>Whether it is registered.</returns>
    bool TryGetProvider(string name, [NotNullWhen(true)] out IPaymentProvider? provider);
}
