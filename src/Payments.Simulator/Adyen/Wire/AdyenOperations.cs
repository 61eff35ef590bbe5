namespace Payments.Simulator;

/// <summary>The bodies of Adyen's operations: what each knows, and what it must have.</summary>
internal sealed class AdyenOperation(string known, string required)
{
    private const string Shopper =
        "accountInfo additionalAmount additionalData amount applicationInfo authenticationData billingAddress captureDelayHours channel company countryCode dateOfBirth "
        + "deliverAt deliveryAddress enableOneClick enablePayOut enableRecurring fundOrigin fundRecipient lineItems mandate mcc merchantAccount merchantOrderReference "
        + "metadata mpiData platformChargebackLogic recurringExpiry recurringFrequency recurringProcessingModel redirectFromIssuerMethod redirectToIssuerMethod reference "
        + "returnUrl riskData shopperEmail shopperIP shopperInteraction shopperLocale shopperName shopperReference shopperStatement socialSecurityNumber splits store "
        + "storePaymentMethod telephoneNumber threeDS2RequestData threeDSAuthenticationOnly trustedShopper";

    public static readonly AdyenOperation Link = new(
        "allowedPaymentMethods amount applicationInfo billingAddress blockedPaymentMethods captureDelayHours countryCode dateOfBirth deliverAt deliveryAddress description "
        + "expiresAt fundOrigin fundRecipient installmentOptions lineItems manualCapture mcc merchantAccount merchantOrderReference metadata platformChargebackLogic "
        + "recurringProcessingModel reference requiredShopperFields returnUrl reusable riskData shopperEmail shopperLocale shopperName shopperReference shopperStatement "
        + "showRemovePaymentMethodButton socialSecurityNumber splitCardFundingSources splits store storePaymentMethodMode telephoneNumber themeId threeDS2RequestData",
        "amount merchantAccount reference");

    public static readonly AdyenOperation LinkUpdate = new("status", "status");

    public static readonly AdyenOperation Session = new(
        Shopper + " allowedPaymentMethods blockedPaymentMethods expiresAt installmentOptions mode showInstallmentAmount showRemovePaymentMethodButton "
        + "splitCardFundingSources storeFiltrationMode storePaymentMethodMode themeId",
        "amount merchantAccount reference returnUrl");

    public static readonly AdyenOperation Payment = new(
        Shopper + " bankAccount browserInfo checkoutAttemptId dccQuote deliveryDate deviceFingerprint enhancedSchemeData entityType fraudOffset industryUsage installments "
        + "localizedShopperStatement merchantRiskIndicator order orderReference origin paymentMethod paymentValidations sessionValidity shopperConversionId shopperTaxInfo "
        + "subMerchants surcharge",
        "amount merchantAccount paymentMethod reference returnUrl");

    public static readonly AdyenOperation Details = new("authenticationData details paymentData threeDSAuthenticationOnly", "details");

    public static readonly AdyenOperation Capture = new(
        "amount applicationInfo enhancedSchemeData lineItems merchantAccount platformChargebackLogic reference splits subMerchants", "amount merchantAccount");

    public static readonly AdyenOperation Refund = new(
        "amount applicationInfo capturePspReference enhancedSchemeData lineItems merchantAccount merchantRefundReason reference splits store", "amount merchantAccount");

    public static readonly AdyenOperation Cancel = new("applicationInfo merchantAccount reference", "merchantAccount");

    public static readonly AdyenOperation CancelByReference = new("applicationInfo merchantAccount paymentReference reference", "merchantAccount paymentReference");

    public IReadOnlySet<string> Known { get; } = known.Split(' ').ToHashSet(StringComparer.Ordinal);

    public IReadOnlyList<string> Required { get; } = required.Split(' ');
}
