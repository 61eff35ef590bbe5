using Microsoft.Extensions.Logging;

namespace Payments.Security;

internal static partial class KeyLog
{
    [LoggerMessage(1, LogLevel.Information, "A data key was made: {KeyId} of scope '{Scope}', active from {ActiveFrom:u}.")]
    public static partial void Made(ILogger logger, string keyId, string scope, DateTimeOffset activeFrom);

    [LoggerMessage(2, LogLevel.Warning, "The data keys of scope '{Scope}' could not be read anew: those in memory stay in use.")]
    public static partial void RefreshFailed(ILogger logger, Exception failure, string scope);

    [LoggerMessage(3, LogLevel.Error,
        "The data key {KeyId} of scope '{Scope}' does not open with the key-encryption key '{KeyEncryptionKeyId}': what it protects is unreadable here.")]
    public static partial void Unreadable(ILogger logger, Exception failure, string keyId, string scope, string keyEncryptionKeyId);

    [LoggerMessage(4, LogLevel.Information, "{Count} data keys of scope '{Scope}' were erased: what they protected is unreadable.")]
    public static partial void Erased(ILogger logger, int count, string scope);

    [LoggerMessage(5, LogLevel.Error, "The data key {KeyId} of scope '{Scope}' could not be wrapped anew; it stays under '{KeyEncryptionKeyId}'.")]
    public static partial void RewrapFailed(ILogger logger, Exception failure, string keyId, string scope, string keyEncryptionKeyId);

    [LoggerMessage(6, LogLevel.Error, "The record {RecordId} could not be encrypted anew; it stays as it is.")]
    public static partial void ReencryptFailed(ILogger logger, Exception failure, string recordId);
}
