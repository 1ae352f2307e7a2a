import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Validates PDFs against PDF/UA-1 and PDF/A-2a: java -cp ENGINE:JAXB Validate.java FILE...
 *
 * Prints a line "FILE FLAVOUR ASSERTIONS FAILURES" for each, the failures indented below it; the exit status says only that
 * the validator ran. veraPDF's engine comes on the class path, since its own programme is in no package registry.
 */
public class Validate {
    static final String[] FLAVOURS = {"ua1", "2a"};

    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String name : files) {
            for (String flavour : FLAVOURS) {
                report(name, flavour, validate(name, PDFAFlavour.fromString(flavour)));
            }
        }
    }

    static ValidationResult validate(String name, PDFAFlavour flavour) throws Exception {
        try (FileInputStream file = new FileInputStream(name);
                PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            return validator.validate(parser);
        }
    }

    static void report(String name, String flavour, ValidationResult result) {
        System.out.printf(
                "%s %s %d %d%n", name, flavour, result.getTotalAssertions(), result.getTestAssertions().size());
        for (TestAssertion failure : result.getTestAssertions()) {
            System.out.printf("  %s %s%n", failure.getRuleId(), failure.getMessage());
        }
    }
}
