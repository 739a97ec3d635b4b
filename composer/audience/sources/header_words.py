"""What columns are usually called, in the exports of mail services and in six languages.

Names are written as `fold` gives them. The name for the message is the first of its line.
"""

from __future__ import annotations

import re
import unicodedata

from composer.model.audience import ColumnRole

_LETTERS_TO_SPELL = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d"})
_AFTER_LATIN = 0x250
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

_EMAIL = """
email e_mail mail email_address e_mail_address mail_address address_email emailaddress
subscriber_email
contact_email primary_email work_email user_email email_1 person_email
e_mail_adresse email_adresse mailadresse mail_adresse emailadresse
adresse_email adresse_e_mail adresse_mail courriel adresse_de_courriel adresse_electronique
correo correo_electronico direccion_de_correo direccion_de_correo_electronico direccion_de_email
endereco_de_email endereco_de_e_mail endereco_eletronico correio_eletronico
メール メールアドレス eメール 電子メール eメールアドレス 電子メールアドレス
"""
_LOCALE = """
locale language lang preferred_language language_code locale_code user_locale communication_language
hs_language contact_language correspondence_language
sprache bevorzugte_sprache korrespondenzsprache sprachcode langue langue_preferee idioma
idioma_preferido lengua linguagem lingua 言語 使用言語 希望言語
"""
_ID = """
id contact_id customer_id account account_id account_number account_no customer_number customer_no
client_id client_number member_id member_number user_id subscriber_id record_id object_id person_id
external_id vid leid euid uuid guid employee_id student_id matriculation_number policy_number
contract_number reference_number
kundennummer kunden_nr kundennr kontonummer mitgliedsnummer vertragsnummer personalnummer
matrikelnummer numero_client numero_de_client numero_de_compte identifiant identifiant_client
numero_de_cliente numero_de_cuenta id_cliente id_contacto identificador numero_da_conta
numero_do_cliente 顧客番号 会員番号 お客様番号 口座番号
"""
_CONTACT = """
manager_email advisor_email adviser_email account_manager_email contact_owner_email owner_email
representative_email sales_rep_email assistant_email betreuer_email ansprechpartner_email
email_du_conseiller correo_del_gestor email_do_gestor 担当者メール 担当者メールアドレス
"""
_PERSONAL = """
first_name fname firstname given_name forename vorname prenom nombre nome primeiro_nome 名 名前
last_name lname lastname surname family_name nachname familienname nom nom_de_famille apellido
apellidos sobrenome 姓
name full_name fullname contact_name display_name
nom_complet nombre_completo nome_completo 氏名 お名前
salutation anrede title titel civilite tratamiento tratamento
phone phone_number mobile mobile_phone mobile_phone_number telephone telefon handy telefono
telefone portable movil celular 電話番号 電話
birthday birthdate date_of_birth dob geburtstag geburtsdatum date_de_naissance fecha_de_nacimiento
data_de_nascimento 生年月日
address street street_address address_line_1 address_line_2 postal_address strasse anschrift adresse
rue direccion calle endereco rua 住所
zip zip_code postal_code postcode plz postleitzahl code_postal codigo_postal cep 郵便番号
balance amount iban salary saldo kontostand betrag solde montant importe 残高 金額
optin_ip confirm_ip ip ip_address latitude longitude notes
"""
_NAMES = """
first_name fname firstname given_name forename vorname prenom nombre primeiro_nome 名
last_name lname lastname surname family_name nachname familienname nom nom_de_famille apellido
last_name apellidos sobrenome 姓
name full_name fullname nom_complet nombre_completo nome_completo 氏名 お名前
phone phone_number telephone telefon telefono telefone 電話番号
country country_region land pays pais 国
city town stadt ort ville ciudad cidade 市区町村
company company_name organization organisation firma
company unternehmen entreprise societe empresa 会社 会社名
birthday birthdate date_of_birth geburtsdatum date_de_naissance fecha_de_nacimiento
birthday data_de_nascimento 生年月日
salutation anrede civilite tratamiento tratamento
"""


def fold(name: str) -> str:
    """Write a column's name without case, accents and signs.

    >>> [fold(one) for one in ("Email Address", "E-Mail-Adresse", "firstName", "Prénom", "メール")]
    ['email_address', 'e_mail_adresse', 'first_name', 'prenom', 'メール']
    """
    text = unicodedata.normalize("NFKC", name)
    text = _HUMP.sub(" ", text).casefold().translate(_LETTERS_TO_SPELL)
    if all(ord(char) < _AFTER_LATIN for char in text):
        parts = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in parts if not unicodedata.combining(char))
    return "_".join(re.findall(r"[^\W_]+", text))


ROLES: dict[ColumnRole, frozenset[str]] = {
    ColumnRole.EMAIL: frozenset(_EMAIL.split()),
    ColumnRole.LOCALE: frozenset(_LOCALE.split()),
    ColumnRole.ID: frozenset(_ID.split()),
    ColumnRole.CONTACT: frozenset(_CONTACT.split()),
    ColumnRole.PERSONAL: frozenset(_PERSONAL.split()),
}
MESSAGE_NAMES: dict[str, str] = (
    {word: line.split()[0] for line in _NAMES.strip().splitlines() for word in line.split()}
    | dict.fromkeys(_EMAIL.split(), "email")
    | dict.fromkeys(_LOCALE.split(), "locale")
)
"""The usual name in a message for each folded name; other columns keep their own."""
