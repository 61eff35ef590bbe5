using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Payments.Security;

internal sealed class KeyEncryptionKeyOptionsValidator : IValidateOptions<KeyEncryptionKeyOptions>
{
    public ValidateOptionsResult Validate(string? name, KeyEncryptionKeyOptions options)
    {
        List<string> problems = [];
        if (options.Keys.Count == 0)
            problems.Add("Keys is empty: add Keys:<id> with 32 random bytes in base64 (openssl rand -base64 32).");
        else if (!options.Keys.ContainsKey(options.ActiveKeyId))
            problems.Add("ActiveKeyId must be the id of one of Keys.");

        foreach (var (id, key) in options.Keys)
        {
            if (!KeyIds.IsValid(id))
                problems.Add($"Keys:{id}: an id is 1 to {KeyIds.MaxLength} of A-Z, a-z, 0-9, '_' and '-'.");

            var bytes = Encoding.UTF8.GetBytes(key ?? "");
            if (!LocalKeyWrap.IsKey(bytes))
                problems.Add($"Keys:{id}: is not 32 bytes in base64 (openssl rand -base64 32).");
            CryptographicOperations.ZeroMemory(bytes);
        }

        return problems.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(problems.ConvertAll(problem => $"Payments.Security, {nameof(KeyEncryptionKeyOptions)}: {problem}"));
    }
}
