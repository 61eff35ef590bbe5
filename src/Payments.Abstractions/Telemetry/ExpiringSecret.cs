namespace Payments;

/// <summary>A secret or certificate that ends some day, without its value.</summary>
/// <param name="Provider">The registration's name, or whatever else it belongs to.</param>
/// <param name="Kind">What it is, the same for those that can stand in for each other: <c>webhook_secret</c>, <c>client_certificate</c>. A label: few and fixed.</param>
/// <param name="Name">Which of its kind, such as its place in the options: <c>0</c>. A label, never the secret or a part of it.</param>
/// <param name="NotAfter">The last moment at which it is good. Null means without end.</param>
public sealed record ExpiringSecret(string Provider, string Kind, string Name, DateTimeOffset? NotAfter);

/// <summary>
/// Knows secrets or certificates that end, so that somebody is told before they do. Providers feed the secrets of their options; a host registers
/// a singleton of its own for what else it depends on. Read at each collection: from memory, not from a file or the network.
/// </summary>
public interface IExpiringSecretSource
{
    /// <summary>All of them, a handful.</summary>
    IEnumerable<ExpiringSecret> Secrets { get; }
}
