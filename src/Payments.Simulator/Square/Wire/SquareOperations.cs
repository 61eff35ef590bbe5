namespace Payments.Simulator;

/// <summary>The bodies of the operations.</summary>
internal static class SquareOperations
{
    public static readonly SquareSchema Nothing = new("");

    public static readonly SquareSchema Charge = new("""
        source_id text!
        idempotency_key text:45!
        amount_money money!
        tip_money app_fee_money money
        delay_duration duration
        delay_action enum:CANCEL|COMPLETE
        autocomplete accept_partial_authorization bool
        order_id location_id team_member_id verification_token text
        customer_id text:191
        reference_id text:40
        note text:500
        statement_description_identifier text:20
        buyer_email_address text:255
        buyer_phone_number text:32
        billing_address.address_line_1 billing_address.address_line_2 billing_address.locality text
        billing_address.administrative_district_level_1 billing_address.postal_code billing_address.country text
        shipping_address.address_line_1 shipping_address.address_line_2 shipping_address.locality text
        shipping_address.administrative_district_level_1 shipping_address.postal_code shipping_address.country text
        cash_details.buyer_supplied_money money!
        external_details.type enum:CHECK|BANK_TRANSFER|OTHER_GIFT_CARD|CRYPTO|SQUARE_CASH|SOCIAL|EXTERNAL|EMONEY|CARD|STORED_BALANCE|FOOD_VOUCHER|OTHER!
        external_details.source text:255!
        customer_details.customer_initiated customer_details.seller_keyed_in bool
        """);

    public static readonly SquareSchema Update = new("""
        idempotency_key text:45!
        payment.amount_money payment.tip_money money
        payment.version_token text
        """);

    public static readonly SquareSchema Complete = new("version_token text");

    public static readonly SquareSchema CancelByKey = new("idempotency_key text:45!");

    public static readonly SquareSchema Link = new("""
        idempotency_key text:192
        description text:4096
        payment_note text:500
        quick_pay.name text:255!
        quick_pay.price_money money!
        quick_pay.location_id text!
        order.location_id text!
        order.reference_id text:40
        order.customer_id text:191
        order.metadata map
        order.line_items[].name text:512
        order.line_items[].quantity text:12!
        order.line_items[].base_price_money money
        order.line_items[].note text:2000
        checkout_options.redirect_url text:2048
        checkout_options.allow_tipping checkout_options.ask_for_shipping_address checkout_options.enable_coupon checkout_options.enable_loyalty bool
        checkout_options.merchant_support_email text:256
        checkout_options.app_fee_money money
        checkout_options.accepted_payment_methods.apple_pay checkout_options.accepted_payment_methods.google_pay bool
        checkout_options.accepted_payment_methods.cash_app_pay checkout_options.accepted_payment_methods.afterpay_clearpay bool
        pre_populated_data.buyer_email text:256
        pre_populated_data.buyer_phone_number text:17
        """);

    public static readonly SquareSchema Checkout = new("""
        idempotency_key text:64!
        checkout.amount_money money!
        checkout.tip_money checkout.app_fee_money money
        checkout.device_options.device_id text!
        checkout.device_options.skip_receipt_screen checkout.device_options.collect_signature checkout.device_options.show_itemized_cart bool
        checkout.device_options.tip_settings.allow_tipping checkout.device_options.tip_settings.separate_tip_screen bool
        checkout.reference_id text:40
        checkout.note text:500
        checkout.order_id text
        checkout.customer_id text:191
        checkout.payment_type enum:CARD_PRESENT|MANUAL_CARD_ENTRY|FELICA_ID|FELICA_QUICPAY|FELICA_TRANSPORTATION_GROUP|FELICA_ALL|PAYPAY|QR_CODE
        checkout.payment_options.autocomplete checkout.payment_options.accept_partial_authorization bool
        checkout.payment_options.delay_duration duration
        checkout.payment_options.delay_action enum:CANCEL|COMPLETE
        checkout.deadline_duration duration
        checkout.statement_description_identifier text:20
        """);

    public static readonly SquareSchema Refund = new("""
        idempotency_key text:45!
        payment_id text!
        amount_money money!
        app_fee_money money
        reason text:192
        payment_version_token team_member_id text
        """);

    public static readonly SquareSchema TerminalRefund = new("""
        idempotency_key text:64!
        refund.payment_id text!
        refund.amount_money money!
        refund.reason text:192!
        refund.device_id text!
        """);
}
