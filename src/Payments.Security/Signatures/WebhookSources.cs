using System.Net;

namespace Payments.Security;

/// <summary>
/// The networks that a provider sends its webhooks from. A second line of defence, never the first: an address proves nothing about the content, and behind a proxy it must be
/// the one that the proxy vouches for. Safe for concurrent use.
/// </summary>
public sealed class WebhookSources
{
    private readonly IPNetwork[] _networks;

    /// <summary>Takes the networks over.</summary>
    /// <param name="networks">Addresses and networks, such as <c>3.36.173.151</c>, <c>115.92.221.120/29</c> or <c>2001:db8::/32</c>; none means that every address may send.</param>
    /// <exception cref="FormatException">One of them is neither an address nor a network.</exception>
    public WebhookSources(IEnumerable<string> networks)
    {
        ArgumentNullException.ThrowIfNull(networks);
        _networks = Array.ConvertAll(networks.ToArray(), static text => TryParse(text, out var network)
            ? network
            : throw new FormatException($"'{text}' is neither an IP address nor a network such as '115.92.221.120/29'."));
    }

    /// <summary>Whether no network is named, so that every address may send.</summary>
    public bool IsOpen => _networks.Length == 0;

    /// <summary>Says whether an address may send. An IPv4 address that came as IPv6 (<c>::ffff:…</c>) counts as the IPv4 address.</summary>
    /// <param name="address">The sender's address; null where the host does not know it.</param>
    /// <returns>False for an unknown address too, unless <see cref="IsOpen"/>.</returns>
    public bool Allows(IPAddress? address)
    {
        if (IsOpen)
            return true;
        if (address is null)
            return false;

        var plain = Plain(address);
        foreach (var network in _networks)
        {
            if (network.Contains(plain))
                return true;
        }

        return false;
    }

    /// <summary>Reads an address or a network.</summary>
    /// <param name="text">The text; null is none.</param>
    /// <param name="network">The network; of a single address, the one that holds it alone.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string? text, out IPNetwork network)
    {
        if (IPNetwork.TryParse(text, out network))
            return true;
        if (!IPAddress.TryParse(text, out var single))
            return false;

        single = Plain(single);
        network = new IPNetwork(single, single.GetAddressBytes().Length * 8);
        return true;
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
