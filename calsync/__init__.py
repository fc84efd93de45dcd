"""calsync keeps people who visit strangers' homes alone safe, by nothing but the diary they keep anyway."""
