using System.Diagnostics;
using System.Text.Json.Serialization;

namespace Payments.Security;

/// <summary>
/// Key-encryption keys in the configuration: let a secret manager, a mounted secret or environment variables supply them, not a settings file. A change
/// is picked up without a restart where the configuration's source reloads.
/// </summary>
public sealed class KeyEncryptionKeyOptions
{
    /// <summary>The id of the key that new data keys are wrapped under, one of <see cref="Keys"/>.</summary>
    public string ActiveKeyId { get; set; } = "";

    /// <summary>
    /// The keys by id (1 to 32 of <c>[A-Za-z0-9_-]</c>): 32 random bytes in base64, as <c>openssl rand -base64 32</c> prints them. An older key stays
    /// until no data key is wrapped under it.
    /// </summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public IDictionary<string, string> Keys { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Where the wrapped data keys are kept as files; null when an <see cref="IDataKeyStore"/> is registered.</summary>
    public string? DataKeyDirectory { get; set; }

    /// <summary>The active key's id.</summary>
    /// <returns><see cref="ActiveKeyId"/>.</returns>
    public override string ToString() => ActiveKeyId;
}
