using Payments.Samples.Web.Shop;

namespace Payments.Samples.Web.Hosting;

/// <summary>Where the shop is reached: by payers' browsers, and by providers.</summary>
/// <param name="Http">For everything.</param>
/// <param name="Https">For the providers that send payers back over https only.</param>
/// <param name="DataFolder">Where the database, its keys and the audit log are.</param>
internal sealed record ShopAddresses(Uri Http, Uri Https, string DataFolder)
{
    /// <summary>Out of <c>Shop:Address</c>, <c>Shop:SecureAddress</c> and <c>Shop:Data</c>.</summary>
    public static ShopAddresses Of(IConfiguration configuration) => new(
        new Uri(configuration["Shop:Address"] ?? "http://localhost:5080"),
        new Uri(configuration["Shop:SecureAddress"] ?? "https://localhost:5443"),
        configuration["Shop:Data"] ?? "shop-data");

    /// <summary>The simulators begin with nothing, and so does the shop. A real one keeps what it has.</summary>
    public void EmptyDataFolder()
    {
        if (Directory.Exists(DataFolder) && Directory.EnumerateFileSystemEntries(DataFolder).Any())
        {
            if (!File.Exists(Path.Combine(DataFolder, "shop.db")))
                throw new InvalidOperationException($"Shop:Data is '{DataFolder}', which is not a folder of this sample: name an empty one.");
            Directory.Delete(DataFolder, recursive: true);
        }

        Directory.CreateDirectory(DataFolder);
    }

    public Uri ReturnUrl(WayToPay way) => new(way.IsHttps ? Https : Http, $"/payments/returns/{way.Name}");

    public string Page(string path) => new Uri(Http, path).AbsoluteUri;

    public Uri WebhookUrl(string provider) => new(Http, $"/payments/webhooks/{provider}");
}
