namespace Payments;

/// <summary>How the payer pays. Asking for credit or debit means <see cref="Card"/> where the provider's API cannot tell them apart.</summary>
public enum PaymentMethod
{
    /// <summary>No wish: the provider's page offers what is switched on.</summary>
    Unspecified,

    /// <summary>A card, of whatever funding.</summary>
    Card,

    /// <summary>A credit card.</summary>
    CreditCard,

    /// <summary>A debit card.</summary>
    DebitCard,

    /// <summary>A transfer or debit from a bank account.</summary>
    BankTransfer,

    /// <summary>A deposit to an account number issued for this payment.</summary>
    VirtualAccount,

    /// <summary>A wallet such as PayPal, Kakao Pay or Apple Pay.</summary>
    DigitalWallet,

    /// <summary>The payer's mobile phone bill.</summary>
    MobileCarrier,

    /// <summary>A gift card or gift certificate.</summary>
    GiftCard,

    /// <summary>Buy now, pay later.</summary>
    BuyNowPayLater,

    /// <summary>A voucher paid at a shop or bank.</summary>
    Voucher,

    /// <summary>Cash at the counter.</summary>
    Cash,

    /// <summary>A crypto asset.</summary>
    Cryptocurrency,

    /// <summary>A method that has no member here; see <see cref="Payment.ProviderMethod"/>.</summary>
    Other,
}
