using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Payments.Security;

/// <summary>
/// A secret that a provider signs its webhooks with. It binds from configuration (<c>WebhookSecrets:0:Value</c>,
/// <c>WebhookSecrets:0:NotAfter</c>), converts from a string, and never prints its value.
/// </summary>
[DebuggerDisplay("***")]
[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructor is the named alternate.")]
public sealed class WebhookSecret
{
    /// <summary>Makes a secret without a value, for configuration binding; it is refused until it has one.</summary>
    public WebhookSecret()
    {
    }

    /// <summary>Makes a secret.</summary>
    /// <param name="value">The secret as the provider shows it; white space around it is dropped.</param>
    /// <param name="notAfter">The last moment at which it is accepted; null means without end.</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> is empty or only white space.</exception>
    public WebhookSecret(string value, DateTimeOffset? notAfter = null)
    {
        Value = value;
        NotAfter = notAfter;
    }

    /// <summary>The secret itself, without white space around it; empty only where none was given.</summary>
    /// <exception cref="ArgumentException">It is set to an empty text or only white space.</exception>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string Value
    {
        get;
        set
        {
            if (string.IsNullOrWhiteSpace(value))
                throw new ArgumentException("A webhook secret must not be empty.", nameof(value));
            field = value.Trim();
        }
    } = "";

    /// <summary>The last moment at which the secret is accepted, for rotation; null means without end.</summary>
    public DateTimeOffset? NotAfter { get; set; }

    /// <summary>Makes a secret without an end.</summary>
    /// <param name="value">The secret as the provider shows it.</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> is empty or only white space.</exception>
    public static implicit operator WebhookSecret(string value) => new(value);

    /// <summary>Always <c>***</c>.</summary>
    /// <returns><c>***</c>.</returns>
    public override string ToString() => "***";
}
