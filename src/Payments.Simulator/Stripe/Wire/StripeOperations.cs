namespace Payments.Simulator;

/// <summary>The parameters of each operation, API version 2026-10-28.endive.</summary>
internal static class StripeOperations
{
    private const string Paging = """
        limit int
        starting_after ending_before text
        created int
        created.gt created.gte created.lt created.lte int
        expand.# text
        """;

    private const string Intent = """
        amount_details.** hooks.** mandate_data.** payment_details.** payment_method_data.** payment_method_options.** radar_options.** shipping.** transfer_data.** any
        allowed_payment_method_types.# excluded_payment_method_types.# text
        expand.# text
        metadata.* text
        capture_method enum:automatic|automatic_async|manual
        receipt_email payment_method text
        setup_future_usage enum:on_session|off_session
        """;

    private const string Confirm = """
        confirmation_token mandate text
        error_on_requires_action use_stripe_sdk bool
        off_session any
        return_url url
        """;

    private const string Describe = """
        application_fee_amount int
        customer customer_account on_behalf_of payment_method_configuration transfer_group text
        description text:1000
        statement_descriptor statement_descriptor_suffix text:22
        """;

    public static readonly StripeParameters None = new(string.Empty);

    public static readonly StripeParameters Expand = new("expand.# text");

    public static readonly StripeParameters RetrieveIntent = new("""
        client_secret text
        expand.# text
        """);

    public static readonly StripeParameters CreateIntent = new($"""
        amount amount!
        currency currency!
        automatic_payment_methods.enabled bool
        automatic_payment_methods.allow_redirects enum:always|never
        confirm bool
        confirmation_method enum:automatic|manual
        {Intent}
        {Confirm}
        {Describe}
        """);

    public static readonly StripeParameters UpdateIntent = new($"""
        amount amount
        currency currency
        {Intent}
        {Describe}
        """);

    public static readonly StripeParameters ConfirmIntent = new($"""
        amount_to_confirm int
        client_secret text
        {Intent}
        {Confirm}
        """);

    public static readonly StripeParameters CaptureIntent = new("""
        amount_to_capture amount
        application_fee_amount int
        final_capture bool
        amount_details.** hooks.** payment_details.** transfer_data.** any
        expand.# text
        metadata.* text
        statement_descriptor statement_descriptor_suffix text:22
        """);

    public static readonly StripeParameters CancelIntent = new("""
        cancellation_reason enum:duplicate|fraudulent|requested_by_customer|abandoned
        expand.# text
        """);

    public static readonly StripeParameters ListIntents = new($"""
        customer customer_account text
        {Paging}
        """);

    public static readonly StripeParameters Search = new("""
        query text!
        limit int
        page text
        expand.# text
        """);

    public static readonly StripeParameters CreateSession = new("""
        mode enum:payment|setup|subscription
        ui_mode enum:hosted_page|embedded_page|elements|form
        success_url cancel_url return_url text
        client_reference_id text:200
        customer customer_account customer_email integration_identifier payment_method_configuration text
        currency currency
        expires_at int
        locale text
        submit_type enum:auto|pay|book|donate|subscribe
        billing_address_collection enum:auto|required
        customer_creation enum:always|if_required
        payment_method_collection enum:always|if_required
        redirect_on_completion enum:always|if_required|never
        origin_context enum:web|mobile_app
        allow_promotion_codes bool
        line_items.#.quantity int
        line_items.#.price text
        line_items.#.price_data.currency currency
        line_items.#.price_data.unit_amount int
        line_items.#.price_data.unit_amount_decimal line_items.#.price_data.product text
        line_items.#.price_data.tax_behavior enum:exclusive|inclusive|unspecified
        line_items.#.price_data.product_data.name text:5000
        line_items.#.price_data.product_data.description text:40000
        line_items.#.price_data.product_data.tax_code line_items.#.price_data.product_data.unit_label text
        line_items.#.price_data.product_data.images.# text
        line_items.#.price_data.product_data.tax_details.** line_items.#.price_data.recurring.** any
        line_items.#.price_data.product_data.metadata.* line_items.#.metadata.* text
        line_items.#.tax_rates.# text
        line_items.#.adjustable_quantity.** any
        payment_intent_data.application_fee_amount int
        payment_intent_data.capture_method enum:automatic|automatic_async|manual
        payment_intent_data.description text:1000
        payment_intent_data.on_behalf_of payment_intent_data.receipt_email payment_intent_data.transfer_group text
        payment_intent_data.setup_future_usage enum:on_session|off_session
        payment_intent_data.statement_descriptor payment_intent_data.statement_descriptor_suffix text:22
        payment_intent_data.shipping.** payment_intent_data.transfer_data.** any
        payment_intent_data.metadata.* metadata.* text
        allowed_payment_method_types.# excluded_payment_method_types.# text
        expand.# text
        automatic_tax.enabled phone_number_collection.enabled tax_id_collection.enabled adaptive_pricing.enabled managed_payments.enabled bool
        adaptive_pricing.** after_expiration.** automatic_tax.** branding_settings.** consent_collection.** custom_fields.** custom_text.** any
        customer_update.** discounts.** invoice_creation.** name_collection.** optional_items.** payment_method_data.** payment_method_options.** any
        permissions.** saved_payment_method_options.** setup_intent_data.** shipping_address_collection.** shipping_options.** subscription_data.** any
        tax_id_collection.** wallet_options.** any
        """);

    public static readonly StripeParameters ListSessions = new($"""
        customer customer_account payment_intent payment_link subscription text
        customer_details.email text
        status enum:open|complete|expired
        {Paging}
        """);

    public static readonly StripeParameters CreateRefund = new("""
        payment_intent charge customer instructions_email text
        amount amount
        currency currency
        reason enum:duplicate|fraudulent|requested_by_customer
        origin enum:customer_balance
        refund_application_fee reverse_transfer bool
        metadata.* text
        expand.# text
        """);

    public static readonly StripeParameters UpdateRefund = new("""
        metadata.* text
        expand.# text
        """);

    public static readonly StripeParameters ListByPayment = new($"""
        payment_intent charge customer text
        {Paging}
        """);

    public static readonly StripeParameters ListEvents = new($"""
        type types.# text
        delivery_success bool
        {Paging}
        """);
}
