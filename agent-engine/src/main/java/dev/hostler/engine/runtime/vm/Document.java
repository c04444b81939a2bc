package dev.hostler.engine.runtime.vm;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * An element of XML that libvirt has written. Confined to one thread.
 *
 * @param element the element
 */
record Document(Element element) {
    /** Reads a text; nothing outside of it is fetched. */
    static Document of(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setNamespaceAware(true);
            return new Document(factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)))
                    .getDocumentElement());
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException("libvirt writes well-formed XML", e);
        }
    }

    /** Returns all elements at a path of names below this one, such as {@code devices/disk}. */
    List<Document> all(String path) {
        int slash = path.indexOf('/');
        String first = slash < 0 ? path : path.substring(0, slash);
        List<Document> found = new ArrayList<>();
        NodeList nodes = element.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            Node node = nodes.item(i);
            if (node instanceof Element child && first.equals(child.getLocalName())) {
                Document document = new Document(child);
                found.addAll(slash < 0 ? List.of(document) : document.all(path.substring(slash + 1)));
            }
        }
        return found;
    }

    /** Returns an attribute of the first element at a path; empty if there is none. */
    Optional<String> value(String path, String attribute) {
        return all(path).stream().findFirst().flatMap(found -> found.value(attribute));
    }

    /** Returns an attribute; empty if there is none. */
    Optional<String> value(String attribute) {
        return Optional.of(element.getAttribute(attribute)).filter(text -> !text.isEmpty());
    }

    /** Returns the text of the first element at a path; empty if there is none. */
    String text(String path) {
        return all(path).stream()
                .findFirst()
                .map(found -> found.element().getTextContent().strip())
                .orElse("");
    }

    String namespace() {
        return Optional.ofNullable(element.getNamespaceURI()).orElse("");
    }
}
