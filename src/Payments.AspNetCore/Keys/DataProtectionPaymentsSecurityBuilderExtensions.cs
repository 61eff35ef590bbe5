using Microsoft.AspNetCore.DataProtection;
using Payments.AspNetCore;
using Payments.Security;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets ASP.NET Core Data Protection keep the key-encryption key.</summary>
public static class DataProtectionPaymentsSecurityBuilderExtensions
{
    /// <summary>
    /// Wraps data keys with the host's data protection. Configure where its keys are kept (<c>PersistKeysTo…</c>) and how they are protected
    /// (<c>ProtectKeysWith…</c>): its defaults are for one machine.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The same builder.</returns>
    public static PaymentsSecurityBuilder UseDataProtection(this PaymentsSecurityBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddDataProtection();
        return builder.UseKeyEncryptionKeys(services => new DataProtectionKeyEncryptionKeyProvider(services.GetRequiredService<IDataProtectionProvider>()));
    }
}
