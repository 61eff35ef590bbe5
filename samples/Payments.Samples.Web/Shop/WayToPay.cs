namespace Payments.Samples.Web.Shop;

/// <summary>A provider that a product can be paid at.</summary>
/// <param name="Name">The registration's name.</param>
/// <param name="Title">The provider's name as payers know it.</param>
/// <param name="Price">What the product costs there.</param>
/// <param name="IsHttps">Whether it sends payers back over https only.</param>
public sealed record WayToPay(string Name, string Title, Money Price, bool IsHttps);

/// <summary>The ways to pay that the shop offers.</summary>
internal sealed class WaysToPay(IReadOnlyList<SampleProvider> samples, IPaymentProviderFactory providers)
{
    public IReadOnlyList<WayToPay> For(Product product) =>
    [
        .. samples.Select(sample => (Sample: sample, Price: product.PriceAt(providers.GetProvider(sample.Name))))
            .Where(way => way.Price is not null)
            .Select(way => new WayToPay(way.Sample.Name, way.Sample.Title, way.Price!.Value, way.Sample.ReturnsOverHttps)),
    ];

    public string TitleOf(string provider) => samples.FirstOrDefault(sample => sample.Name == provider)?.Title ?? provider;

    public IReadOnlyList<ProviderExtras> RefundExtrasOf(string provider) => samples.FirstOrDefault(sample => sample.Name == provider)?.RefundExtras ?? [];
}
